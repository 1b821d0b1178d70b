export { BySoundToggle } from './BySoundToggle.tsx'
export { SoundChip } from './SoundChip.tsx'
export { SoundMatches } from './SoundMatches.tsx'
export { connectSimilarity, searchSound, searchWords, soundSearch, soundsLike } from './sound-search-store.ts'
