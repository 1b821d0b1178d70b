/** Looks at every song before it is heard. */
export { createQualityDesk, type QualityDesk } from './quality-desk.ts'
