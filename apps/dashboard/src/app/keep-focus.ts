/** Parts of a page that may have the focus when what had it is gone, the smallest first found. */
const PARTS = 'form, section, [role="dialog"], main';

/**
 * What is pressed may be gone with it: an answered question, a removed entry. The focus would fall to the page as a whole,
 * and whoever goes by keyboard or by ear would begin at its top; it goes to the part in which it was instead.
 */
export function startKeepingFocus(): void {
  let last: readonly Element[] = [];
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) last = withParts(target);
  });
  const look = (): void => {
    const [lost, ...parts] = last;
    if (lost === undefined || lost.isConnected || document.activeElement !== document.body) return;
    last = [];
    const part = parts.find(({ isConnected }) => isConnected);
    if (part instanceof HTMLElement) focusPart(part);
  };
  // Menus and dialogs give the focus back themselves, a picture later.
  const lookLater = (): void => void requestAnimationFrame(() => requestAnimationFrame(look));
  new MutationObserver(lookLater).observe(document.body, { childList: true, subtree: true });
}

function withParts(element: Element): readonly Element[] {
  const found = [element];
  for (let part = element.parentElement?.closest(PARTS); part; part = part.parentElement?.closest(PARTS))
    found.push(part);
  return found;
}

function focusPart(part: HTMLElement): void {
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}
