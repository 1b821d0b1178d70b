export { byteSize, clockTime, counted, keyWord, meterWord, spokenLength, tempoWord, timeAgo, timeLeft } from './figures.ts'
