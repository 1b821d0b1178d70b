export { byteSize, clockTime, counted, keyWord, meterWord, spokenLength, styleWord, tempoWord, timeAgo, timeLeft } from './figures.ts'
