export { HeardFacts } from './HeardFacts.tsx'
export { listenAgain, useHearing } from './hearing-store.ts'
export { waitsToBeHeard, watchHearing } from './waiting-store.ts'
