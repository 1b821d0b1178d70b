const KEPT_CHARACTERS = 2_000

/** Keeps the end of what a process writes to stderr, to say why it died. */
export const createLastWords = (): { hear(chunk: unknown): void; text(): string } => {
  let heard = ''
  return {
    hear(chunk) {
      heard = (heard + String(chunk)).slice(-KEPT_CHARACTERS)
    },
    text: () => heard.trim(),
  }
}
