/** What is said of a file where its name stands beside it: "a.wav is empty." becomes "This file is empty." */
export const fileWords = (name: string, message: string): string => (message.startsWith(`${name} `) ? `This file ${message.slice(name.length + 1)}` : message)
