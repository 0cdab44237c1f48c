// sphinxcontrib-mermaid imports a module; the package has a classic script, loaded before this.
export default globalThis.mermaid;
