export { PaymentSyncInspector, type PaymentSyncInspectorProps } from './inspector.tsx'
export { inspectorLabels, type InspectorLabels } from './labels.ts'
