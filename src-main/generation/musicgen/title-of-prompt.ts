const MOST_CHARACTERS = 48

/** A model has no idea of its own for a title: the first words of the prompt, up to where a sentence breathes. */
export const titleOfPrompt = (prompt: string): string => {
  const line = prompt.trim().replace(/\s+/g, ' ')
  const phrase = /^[^,.;:!?()\n]{3,}/.exec(line)?.[0]?.trim() ?? line
  const short = phrase.length <= MOST_CHARACTERS ? phrase : phrase.slice(0, MOST_CHARACTERS + 1).replace(/\s+\S*$/, '')
  const cut = short.slice(0, MOST_CHARACTERS).trim() || 'Untitled'
  return cut.charAt(0).toLocaleUpperCase('en') + cut.slice(1)
}
