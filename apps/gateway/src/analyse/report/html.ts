/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | readonly Html[] | null;

/** A piece of HTML; what is filled in is escaped unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(textOf)));
}

export function textOf(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export type Cell = string | number | Html | null;

/** Up to so many characters a cell is kept on one line. */
const SHORT = 24;

/** A table with a caption. Where the page is narrow a wide one scrolls by itself, a stacked one becomes a list. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  kind: 'wide' | 'stacked' = 'wide',
): Html {
  const titles = head.map((title) => html`<th scope="col">${title}</th>`);
  const body = rows.map(([first, ...rest]) => {
    const cells = rest.map((cell, i) => {
      const kept = textOf(cell).length <= SHORT ? html` class="short"` : null;
      return html`<td data-label="${head[i + 1] ?? ''}"${kept}>${cell ?? '-'}</td>`;
    });
    return html`<tr><th scope="row">${first ?? '-'}</th>${cells}</tr>`;
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table class="${kind}">
<caption><span>${caption}</span></caption><thead><tr>${titles}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

export function folded(summary: string, inside: Html): Html {
  return html`<details><summary>${summary}</summary>${inside}</details>`;
}

export function section(id: string, title: string, ...inside: readonly Html[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${inside}</section>
`;
}

/** A chart or a number that cannot be given, with the reason. */
export function unavailable(what: string, reason: string): Html {
  return html`<p class="none"><strong>${what} not available:</strong> ${reason}</p>`;
}
