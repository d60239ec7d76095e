import { startPaymentSync } from 'payment-sync/sw'
import policy from './policy.js'

startPaymentSync({ policy })
