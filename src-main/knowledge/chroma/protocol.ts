/** What the server's process is asked: `bindingPath` is the platform's `.node` file, `dataFolder` is its alone, `studioPid` is whom it lives for. */
export type ServeRequest = { readonly bindingPath: string; readonly dataFolder: string; readonly studioPid: number }
