declare module 'opencc-js/dict/TSCharacters' {
  /** Pairs `traditional simplified`, separated by bars. */
  const pairs: string;
  export = pairs;
}
