import type { Tone } from './payment-words.ts'

const tones: Readonly<Record<string, Tone>> = {
  PENDING: 'waiting',
  CONFIRMED: 'safe',
  PENDING_EXECUTION: 'safe',
  IN_PROGRESS: 'safe',
  AWAITING_CONFIRMATION: 'waiting',
  COMPLETED: 'good',
}

export const bookingTone = (status: string): Tone => tones[status] ?? 'plain'
