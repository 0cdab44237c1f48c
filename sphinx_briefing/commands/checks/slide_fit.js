// Measures every slide of the deck that is open. Sizes are in pixels of the slides' canvas; in a column
// of slides (column: true), which is read on a phone, of the screen.
// Returns, for each fault: slide (id), source (file:line), kind, words, pixels.
async ({bodyPx, furniturePx, targetPx, column}) => {
  const FURNITURE = '.slide-foot, .slide-private, .claim-mark, .claim-square, .figure-source, .slide-image figcaption';
  const FOLDED = 'details:not([open]) > :not(summary)';
  const SCROLLED = 'table, .table-wrapper, .math, pre'; // may scroll sideways (WCAG 2.2, 1.4.10)
  const TARGETS = 'a[href], button, summary, select, label';
  const EDGE = 2; // pixels of the screen: letters lean over their box by that much
  const print = Reveal.isPrintView();
  const faults = [];
  document.documentElement.classList.add('deck-measured'); // what does not fit is not to scroll

  await document.fonts.ready;
  if (column) {
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
    Reveal.getSlides().forEach(measureInColumn);
    return faults;
  }
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
    const lines = [];
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const parent = text.parentElement;
      if (!text.data.trim() || isUnseen(parent, slide)) continue;
      const inFoot = parent.closest('.slide-foot, .figure-source');
      const words = wordsOf(text);
      const least = parent.closest(FURNITURE) ? furniturePx : bodyPx;
      const size = sizeOf(parent, scale);
      if (size === 0) continue; // named for screen readers alone
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
        if (isOnAnother(line, text, lines)) fault('overlap', words);
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

  // -- a column of slides ----------------------------------------------------------------------

  function measureInColumn(slide) {
    const fault = (kind, words, pixels = 0) =>
      faults.push({slide: slide.id, source: slide.dataset.source ?? '', kind, words, pixels});
    for (const folded of slide.querySelectorAll('.slide-evidence, .more-sources')) folded.open = true;
    const lines = [];
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const parent = text.parentElement;
      if (!text.data.trim() || isUnseen(parent, slide)) continue;
      const size = onScreen(parent);
      if (size === 0) continue; // named for screen readers alone
      if (size < bodyPx - 0.05) fault(ofFigure(parent, 'tiny'), wordsOf(text), Math.round(size * 10) / 10);
      const range = document.createRange();
      range.selectNodeContents(text);
      const isScrolled = parent.closest(SCROLLED) !== null;
      for (const box of range.getClientRects()) {
        const over = Math.max(box.right - innerWidth, -box.left);
        if (over > EDGE && !isScrolled) fault(ofFigure(parent, 'wide'), wordsOf(text), Math.ceil(over));
        if (isOnAnother(box, text, lines)) fault(ofFigure(parent, 'overlap'), wordsOf(text));
      }
    }
    for (const element of slide.querySelectorAll('*')) {
      if (element.namespaceURI !== slide.namespaceURI && !element.matches('svg')) continue;
      if (isUnseen(element, slide)) continue;
      const box = boxOf(element);
      if (!box.width || !box.height) continue;
      if (element.matches('img, svg, video, iframe') && box.right > innerWidth + EDGE && !element.closest(SCROLLED))
        fault('wide-element', element.localName, Math.ceil(box.right - innerWidth));
      if (element.matches(TARGETS) && Math.min(box.width, box.height) < targetPx - 0.5 && !isInSentence(element))
        fault('target', short(element.textContent), Math.round(Math.min(box.width, box.height)));
      if (element.matches(SCROLLED)) continue;
      const {overflowX, overflowY} = getComputedStyle(element);
      const cut = Math.max(overflowX === 'visible' ? 0 : element.scrollWidth - element.clientWidth,
                           overflowY === 'visible' ? 0 : element.scrollHeight - element.clientHeight);
      if (element.clientWidth && cut > 1) fault('cut', short(element.textContent), cut);
    }
  }

  // A fault within a figure is mended in the figure's own form.
  function ofFigure(element, kind) {
    return element.closest('.slide-figure-small') ? `${kind}-figure` : kind;
  }

  // Whether a line of text meets one of another text; it joins the lines. What counts is the middle
  // of its box: lines stand closer than their boxes are high.
  function isOnAnother({left, right, top, bottom}, text, lines) {
    const [high, low] = [top + (bottom - top) / 4, bottom - (bottom - top) / 4];
    const isMet = lines.some(line => line.text !== text
      && Math.min(line.right, right) - Math.max(line.left, left) > EDGE
      && Math.min(line.low, low) - Math.max(line.high, high) > EDGE);
    lines.push({text, left, right, high, low});
    return isMet;
  }

  // What is inside may be larger than an inline element itself, and so may be what its stylesheet
  // lays over it for fingers.
  function boxOf(element) {
    const boxes = [element, ...element.children].map(part => part.getBoundingClientRect());
    const [left, top] = ['left', 'top'].map(side => Math.min(...boxes.map(box => box[side])));
    const [right, bottom] = ['right', 'bottom'].map(side => Math.max(...boxes.map(box => box[side])));
    const over = getComputedStyle(element, '::after');
    const laidOver = over.position === 'absolute' ? parseFloat(over.height) * zoomOf(element) || 0 : 0;
    return {right, width: right - left, height: Math.max(bottom - top, laidOver)};
  }

  // WCAG 2.2, 2.5.8: a link among words is as high as its line.
  function isInSentence(element) {
    const block = element.closest('p, li, dt, dd, td, th, figcaption, blockquote');
    return getComputedStyle(element).display.startsWith('inline')
      && block !== null && block.textContent.trim() !== element.textContent.trim();
  }

  // The height of letters on the screen, whatever enlarges them.
  function onScreen(element) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    const svg = element.closest('svg');
    const width = svg?.viewBox.baseVal?.width;
    return size * (width ? svg.getBoundingClientRect().width / width : zoomOf(element));
  }

  function zoomOf(element) {
    const zoom = parseFloat(getComputedStyle(element).zoom) || 1;
    return element.parentElement ? zoom * zoomOf(element.parentElement) : zoom;
  }

  function short(text) {
    const words = text.trim().replace(/\s+/g, ' ');
    return words.length > 40 ? `${words.slice(0, 40)}…` : words;
  }

  // A text, or its whole line of code, which is highlighted in pieces.
  function wordsOf(text) {
    const code = text.parentElement.closest('pre');
    if (!code || text.parentElement.closest('svg')) return short(text.data);
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
    if (element.closest('aside.notes, style, script, title, desc') || element.closest(FOLDED)) return true;
    if (!element.checkVisibility()) return true;
    for (let at = element; at && at !== slide; at = at.parentElement) {
      if (at instanceof HTMLElement && at.offsetWidth <= 1 && at.offsetHeight <= 1
          && getComputedStyle(at).overflow !== 'visible') return true;
    }
    return false;
  }
}
