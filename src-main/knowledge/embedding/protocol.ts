/** `graphPath`: the model's graph; its tokenizer and config lie beside it. */
export type EmbedRequest = { readonly graphPath: string; readonly texts: readonly string[]; readonly threads: number }
