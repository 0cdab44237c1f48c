// The package carries Mermaid as a classic script; sphinxcontrib-mermaid imports a module.
import "./mermaid.js";
export default globalThis.mermaid;
