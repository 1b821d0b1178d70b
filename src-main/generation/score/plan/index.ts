export { barSecondsOf, type EndingTimes, endingOf } from './fit-length.ts'
export { type PlanRequest, planFromPrompt } from './plan-from-prompt.ts'
