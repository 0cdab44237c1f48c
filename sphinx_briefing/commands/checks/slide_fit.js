// Measures every slide of the deck that is open. Sizes are in pixels of the slides' canvas.
// Returns, for each fault: slide (id), source (file:line), kind, words, pixels.
async ({bodyPx, furniturePx}) => {
  const FURNITURE = '.slide-foot, .claim-mark, .claim-square, .figure-source, .slide-image figcaption';
  const FOLDED = 'details:not([open]) > :not(summary)';
  const EDGE = 2; // pixels of the screen: letters lean over their box by that much
  const print = Reveal.isPrintView();
  const faults = [];
  document.documentElement.classList.add('deck-measured'); // what does not fit is not to scroll

  await document.fonts.ready;
  for (const slide of Reveal.getSlides()) {
    if (!print) {
      const {h, v} = Reveal.getIndices(slide);
      Reveal.slide(h, v);
    }
    const images = [...slide.querySelectorAll('img')];
    await Promise.all(images.map(image => image.decode().catch(() => {})));
    measure(slide);
  }
  return faults;

  function measure(slide) {
    const scale = Reveal.getScale();
    const style = getComputedStyle(slide);
    const box = slide.getBoundingClientRect();
    const foot = slide.querySelector('.slide-foot')?.getBoundingClientRect() ?? {top: box.bottom};
    const right = box.right - parseFloat(style.paddingRight) * scale;
    const left = box.left + parseFloat(style.paddingLeft) * scale;

    function fault(kind, words, pixels = 0) {
      faults.push({slide: slide.id, source: slide.dataset.source ?? '', kind, words, pixels});
    }
    const px = length => Math.ceil(length / scale);

    const misplaced = []; // texts told of already
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const parent = text.parentElement;
      if (!text.data.trim() || isUnseen(parent, slide)) continue;
      const inFoot = parent.closest('.slide-foot, .figure-source');
      const words = wordsOf(text);
      const least = parent.closest(FURNITURE) ? furniturePx : bodyPx;
      const size = sizeOf(parent, scale);
      if (size < least - 0.05)
        fault(least === bodyPx ? 'small' : 'furniture', words, Math.round(size * 10) / 10);
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const line of range.getClientRects()) {
        const before = faults.length;
        if (!inFoot && line.bottom > foot.top + 1) fault('foot', words, px(line.bottom - foot.top));
        else if (line.top < box.top || line.bottom > box.bottom) fault('outside', words);
        if (line.right > right + EDGE) fault('right', words, px(line.right - right));
        if (line.left < left - EDGE) fault('left', words, px(left - line.left));
        if (faults.length > before) misplaced.push(text);
      }
    }
    for (const element of slide.querySelectorAll('img, svg, table, pre, math, video, iframe')) {
      if (isUnseen(element, slide) || element.closest('.slide-foot') || misplaced.some(text => element.contains(text))) continue;
      const edge = element.getBoundingClientRect();
      if (edge.right > right + EDGE || edge.left < left - EDGE || edge.bottom > foot.top + 1)
        fault('element', element.localName,
              px(Math.max(edge.right - right, left - edge.left, edge.bottom - foot.top)));
    }
    for (const element of slide.querySelectorAll('*')) {
      if (element.namespaceURI !== slide.namespaceURI || isUnseen(element, slide)) continue;
      const {overflowX, overflowY} = getComputedStyle(element);
      const wide = overflowX === 'visible' ? 0 : element.scrollWidth - element.clientWidth;
      const high = overflowY === 'visible' ? 0 : element.scrollHeight - element.clientHeight;
      if (element.clientWidth && Math.max(wide, high) > 1)
        fault('cut', short(element.textContent), Math.max(wide, high));
    }
    if (!print && (box.width > innerWidth + 1 || box.height > innerHeight + 1)) fault('screen', '');
    // What the deck would have readers scroll: boxes, too, may reach the foot.
    const scrolled = slide.querySelector('.is-scrolled');
    if (scrolled && !faults.some(told => told.slide === slide.id))
      fault('foot', short(scrolled.textContent), px(scrolled.scrollHeight * scale - (foot.top - scrolled.getBoundingClientRect().top)));
    const sheet = slide.closest('.pdf-page');
    if (sheet && Math.abs(sheet.getBoundingClientRect().height - box.height) > 1) fault('sheet', '');
    if (parseFloat(style.paddingLeft) < 40) fault('margin', '');
  }

  function short(text) {
    const words = text.trim().replace(/\s+/g, ' ');
    return words.length > 40 ? `${words.slice(0, 40)}…` : words;
  }

  // A text, or its whole line of code, which is highlighted in pieces.
  function wordsOf(text) {
    const code = text.parentElement.closest('pre');
    if (!code) return short(text.data);
    const before = document.createRange();
    before.setStart(code, 0);
    before.setEnd(text, 0);
    return short(code.textContent.split('\n')[before.toString().split('\n').length - 1]);
  }

  // The height of the letters: what an SVG says of them is in its own units.
  function sizeOf(element, scale) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    const matrix = element instanceof SVGElement && element.getScreenCTM?.();
    return matrix ? size * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) / scale : size;
  }

  // Notes, what is folded away, and what is kept for screen readers alone.
  function isUnseen(element, slide) {
    if (element.closest('aside.notes') || element.closest(FOLDED)) return true;
    if (!element.checkVisibility()) return true;
    for (let at = element; at && at !== slide; at = at.parentElement) {
      if (at instanceof HTMLElement && at.offsetWidth <= 1 && at.offsetHeight <= 1
          && getComputedStyle(at).overflow !== 'visible') return true;
    }
    return false;
  }
}
