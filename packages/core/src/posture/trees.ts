/** Boosted regression trees: the sum of one leaf per tree, in log-odds. */

/**
 * Trees that share their splits, packed: `splits[f]` are the thresholds of feature f; the splits are numbered through
 * all features. `nodes` is base64 of two digits (12 bits) a node, all trees one after the other in preorder: below
 * {@link FIRST_LEAF} the number of a split, left when the feature is <= the threshold; from there on a leaf,
 * `(code - EVEN_LEAF) * leafStep`.
 */
export interface PackedTrees {
  readonly splits: readonly (readonly number[])[];
  readonly leafStep: number;
  readonly nodes: string;
}

/** Trees for sitting against standing, walking against the rest, sitting down and getting up at a door. */
export type ModelKind = 'sitting' | 'walking' | 'down' | 'up';
export type ModelTables = Readonly<Record<ModelKind, PackedTrees>>;

export const FIRST_LEAF = 1024;
export const EVEN_LEAF = 2560;
const LEAF = -1;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS_A_NODE = 2;

export class Trees {
  /** Per node: feature (or -1), threshold (or leaf value), index of the right child; left is the next node. */
  readonly #feature: Int16Array;
  readonly #value: Float64Array;
  readonly #right: Int16Array;
  readonly #roots: number[] = [];

  /** Throws a RangeError on a table that ends within a tree or names a split that is not there. */
  constructor(packed: PackedTrees) {
    const count = packed.nodes.length / DIGITS_A_NODE;
    this.#feature = new Int16Array(count);
    this.#value = new Float64Array(count);
    this.#right = new Int16Array(count);
    const splits = packed.splits.flatMap((thresholds, feature) =>
      thresholds.map((t) => [feature, t] as const),
    );
    for (let node = 0; node < count; node++) this.#load(node, codeOf(packed.nodes, node), packed, splits);
    this.#link(count);
  }

  get count(): number {
    return this.#roots.length;
  }

  logOdds(features: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.#roots.length; i++) {
      let node = this.#roots[i]!;
      while (this.#feature[node] !== LEAF) {
        const isLeft = features[this.#feature[node]!]! <= this.#value[node]!;
        node = isLeft ? node + 1 : this.#right[node]!;
      }
      sum += this.#value[node]!;
    }
    return sum;
  }

  #load(
    node: number,
    code: number,
    packed: PackedTrees,
    splits: readonly (readonly [number, number])[],
  ): void {
    const split = code < FIRST_LEAF ? splits[code] : null;
    if (split === undefined) throw new RangeError(`trees: node ${node} names split ${code}: train again`);
    this.#feature[node] = split ? split[0] : LEAF;
    this.#value[node] = split ? split[1] : (code - EVEN_LEAF) * packed.leafStep;
  }

  /** A node's right child follows its whole left subtree; a tree ends when none waits for a right child. */
  #link(count: number): void {
    const open: number[] = [];
    let begins = true;
    for (let node = 0; node < count; node++) {
      if (begins) this.#roots.push(node);
      const isLeaf = this.#feature[node] === LEAF;
      const parent = isLeaf ? open.pop() : undefined;
      if (!isLeaf) open.push(node);
      else if (parent !== undefined) this.#right[parent] = node + 1;
      begins = isLeaf && parent === undefined;
    }
    if (!begins) throw new RangeError('trees: the last one is cut off: train again');
  }
}

function codeOf(nodes: string, node: number): number {
  return DIGITS.indexOf(nodes[2 * node]!) * DIGITS.length + DIGITS.indexOf(nodes[2 * node + 1]!);
}
