/** One line of the notices page as it is shown. */
export type NoticeLine =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'row'; readonly cells: readonly string[] }
  | { readonly kind: 'text'; readonly text: string }

/** Reads the few forms of Markdown that THIRD-PARTY.md is made of: headings, table rows, paragraphs. Rules and blank lines are left out. */
export const noticeLines = (markdown: string): NoticeLine[] =>
  markdown.split('\n').flatMap((line): NoticeLine[] => {
    const text = line.trim()
    if (text === '' || /^\|[\s|:-]+\|$/.test(text)) return []
    const heading = /^#+\s+(.*)$/.exec(text)?.[1]
    if (heading !== undefined) return [{ kind: 'heading', text: heading }]
    if (text.startsWith('|') && text.endsWith('|'))
      return [
        {
          kind: 'row',
          cells: text
            .slice(1, -1)
            .split('|')
            .map((cell) => cell.trim().replaceAll('`', '')),
        },
      ]
    return [{ kind: 'text', text: text.replaceAll('`', '') }]
  })
