export { decodeToFile, encodePrompt } from './make-sound.ts'
export { writeCodes } from './write-codes.ts'
