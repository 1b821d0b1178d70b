import { AudioLines } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../elements/index.ts'
import { searchByWords, searchWords, soundSearch, stopSoundSearch } from './sound-search-store.ts'

/** Whether typed words are looked for in the sound. Where that cannot be, it says why. */
export const BySoundToggle = ({ text }: { readonly text: string }) => {
  const { index, isByWords } = useStore(soundSearch)
  const can = index?.canSearchWords ?? false
  return (
    <IconButton
      label={can ? 'Search by sound: words find what sounds like them' : (index?.whyNoWords ?? 'Search by sound')}
      icon={<AudioLines />}
      isPressed={isByWords}
      aria-disabled={!can}
      tipSide="bottom"
      onClick={() => {
        if (!can) return
        searchByWords(!isByWords)
        if (isByWords) stopSoundSearch()
        else searchWords(text)
      }}
    />
  )
}
