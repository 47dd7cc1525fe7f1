/** Synthetic recordings with exact truth. */
export {};
