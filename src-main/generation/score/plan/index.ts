export { barSecondsOf, type EndingTimes, endingOf } from './fit-length.ts'
export { type PlanRequest, planFromPrompt, readPull, readSaid, type Said } from './plan-from-prompt.ts'
