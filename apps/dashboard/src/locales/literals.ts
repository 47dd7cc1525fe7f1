import { parseSync } from 'oxc-parser';

/** Attributes, ours and those of HTML, whose text a person reads or hears. */
const SPOKEN =
  /^(aria-(label|description|valuetext|roledescription)|title|alt|placeholder|label|hint|caption|summary|heading|text|description|empty)$/;
const HAS_WORDS = /\p{L}{2,}/u;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Texts in JSX that a reader would see or hear and that are not from a file of words, as `line: text`. */
export function visibleLiterals(fileName: string, source: string): string[] {
  const line = ({ start }: Node) => source.slice(0, start).split('\n').length;
  return nodesOf(parseSync(fileName, source).program)
    .flatMap(spokenIn)
    .filter((node) => HAS_WORDS.test(textOf(node)))
    .map((node) => `${line(node)}: ${textOf(node).trim()}`);
}

/** Every node below, in the order of the source. */
function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodesOf);
  return 'type' in value && 'start' in value ? [value as Node, ...below] : below;
}

/** The literals that a node of JSX shows. */
function spokenIn(node: Node): Node[] {
  switch (node.type) {
    case 'JSXText':
      return [node];
    case 'JSXAttribute':
      return SPOKEN.test(String((node.name as Node).name)) ? literalsIn(node.value as Node | null) : [];
    case 'JSXElement':
    case 'JSXFragment':
      return (node.children as readonly Node[])
        .filter(({ type }) => type === 'JSXExpressionContainer')
        .flatMap(literalsIn);
    default:
      return [];
  }
}

/** Literals that the expression may come out as: through `?:`, `&&` and braces, not through calls. */
function literalsIn(node: Node | null): Node[] {
  const inner = (...keys: string[]) => keys.flatMap((key) => literalsIn(node?.[key] as Node));
  switch (node?.type) {
    case 'Literal':
    case 'TemplateLiteral':
      return [node];
    case 'JSXExpressionContainer':
      return inner('expression');
    case 'ConditionalExpression':
      return inner('consequent', 'alternate');
    case 'LogicalExpression':
      return inner('left', 'right');
    default:
      return [];
  }
}

function textOf(node: Node): string {
  if (node.type !== 'TemplateLiteral') return typeof node.value === 'string' ? node.value : '';
  const quasis = node.quasis as readonly { readonly value: { readonly raw: string } }[];
  return quasis.map(({ value }) => value.raw).join(' ');
}
