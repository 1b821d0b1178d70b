export { byteSize, clockTime, counted, keyWord, mannerWord, meterWord, spokenLength, studioWord, styleWord, tempoWord, timeAgo, timeLeft } from './figures.ts'
