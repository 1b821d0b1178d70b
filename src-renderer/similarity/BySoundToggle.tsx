import { AudioLines } from 'lucide-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../elements/index.ts'
import { searchByWords, searchWords, soundSearch, stopSoundSearch } from './sound-search-store.ts'

/** Whether typed words are looked for by what they mean and how songs sound, not in titles. */
export const BySoundToggle = memo(({ text }: { readonly text: string }) => {
  const isByWords = useStore(soundSearch, (state) => state.isByWords)
  return (
    <IconButton
      label="Search by meaning: words find songs like them"
      icon={<AudioLines />}
      isPressed={isByWords}
      tipSide="bottom"
      onClick={() => {
        searchByWords(!isByWords)
        if (isByWords) stopSoundSearch()
        else searchWords(text)
      }}
    />
  )
})
