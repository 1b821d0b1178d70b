/** Looks at every song before it is heard. */
export { type Judgement, judgeQuality } from './judge-quality.ts'
export { createQualityDesk, type QualityDesk } from './quality-desk.ts'
