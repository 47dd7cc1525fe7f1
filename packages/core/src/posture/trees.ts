/** Boosted regression trees: the sum of one leaf per tree, in log-odds. */

/** One tree in preorder: an inner node is `feature, threshold`, a leaf `-1, value`. Left when value <= threshold. */
export type TreeTable = readonly number[];

/** Trees for sitting against standing, walking against the rest, sitting down and getting up at a door. */
export interface ModelTables {
  readonly sitting: readonly TreeTable[];
  readonly walking: readonly TreeTable[];
  readonly down: readonly TreeTable[];
  readonly up: readonly TreeTable[];
}

const LEAF = -1;

export class Trees {
  /** Per node: feature (or -1), threshold (or leaf value), index of the right child; left is the next node. */
  readonly #feature: Int16Array;
  readonly #value: Float64Array;
  readonly #right: Int32Array;
  readonly #roots: Int32Array;

  constructor(tables: readonly TreeTable[]) {
    const nodes = tables.reduce((sum, table) => sum + table.length / 2, 0);
    this.#feature = new Int16Array(nodes);
    this.#value = new Float64Array(nodes);
    this.#right = new Int32Array(nodes);
    this.#roots = new Int32Array(tables.length);
    let at = 0;
    tables.forEach((table, i) => {
      this.#roots[i] = at;
      this.#load(table, at);
      at += table.length / 2;
    });
  }

  logOdds(features: Float64Array): number {
    let sum = 0;
    for (let node of this.#roots) {
      while (this.#feature[node] !== LEAF) {
        const isLeft = features[this.#feature[node]!]! <= this.#value[node]!;
        node = isLeft ? node + 1 : this.#right[node]!;
      }
      sum += this.#value[node]!;
    }
    return sum;
  }

  /** Fills the nodes of one table from `first` on; a node's right child follows its whole left subtree. */
  #load(table: TreeTable, first: number): void {
    const open: number[] = [];
    for (let k = 0; k < table.length / 2; k++) {
      const node = first + k;
      this.#feature[node] = table[2 * k]!;
      this.#value[node] = table[2 * k + 1]!;
      if (this.#feature[node] !== LEAF) open.push(node);
      else if (open.length > 0) this.#right[open.pop()!] = node + 1;
    }
  }
}
