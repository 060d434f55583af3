/** The package ships no types; this is the part of it that is used (subset-font 2.9.0, README). */
declare module 'subset-font' {
  const subsetFont: (
    font: Uint8Array,
    text: string,
    options: { readonly targetFormat: 'sfnt' | 'woff' | 'woff2' },
  ) => Promise<Buffer>;
  // biome-ignore lint/style/noDefaultExport: the package is what it is, one function as its default
  export default subsetFont;
}
