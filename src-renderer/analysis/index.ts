export { HeardFacts } from './HeardFacts.tsx'
export { listenAgain, useHearing } from './hearing-store.ts'
