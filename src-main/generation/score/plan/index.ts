export { barSecondsOf, type EndingTimes, endingOf } from './fit-length.ts'
export { type PlanRequest, planFromPrompt, readPull } from './plan-from-prompt.ts'
