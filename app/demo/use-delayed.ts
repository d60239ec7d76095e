import { useEffect, useState } from 'react'

/** True once it has been true for that long: what is quicker needs no sign. */
export function useDelayed(isTrue: boolean, ms = 300): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isTrue) return undefined
    const timer = setTimeout(() => setLong(true), ms)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isTrue, ms])
  return isTrue && isLong
}
