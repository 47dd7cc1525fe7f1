/** Writing the same again would still make the browser lay out the page: frames only write what changed. */
export function writeText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function writeAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
