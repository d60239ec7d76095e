import type { ReactElement, ReactNode } from 'react'

/** Icons only accompany words, so screen readers skip them. */
function Icon({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}

export const LogoIcon = (): ReactElement => (
  <svg className="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="9" />
    <path d="M8 12h12l-4-4M24 20H12l4 4" />
  </svg>
)

export const CheckIcon = (): ReactElement => (
  <Icon>
    <circle cx="10" cy="10" r="7.25" />
    <path d="m6.8 10.2 2.2 2.2 4.3-4.6" />
  </Icon>
)

export const WarningIcon = (): ReactElement => (
  <Icon>
    <path d="M10 3.2 17.4 16H2.6zM10 8v3.6M10 13.7v.1" />
  </Icon>
)

export const SearchIcon = (): ReactElement => (
  <Icon>
    <circle cx="9" cy="9" r="5.25" />
    <path d="m13 13 3.8 3.8" />
  </Icon>
)

export const OfflineIcon = (): ReactElement => (
  <Icon>
    <path d="M3 3l14 14M5.4 10.4a6.6 6.6 0 0 1 3-1.7M2.8 7.8a10.3 10.3 0 0 1 3.6-2.3M9.6 5a10.3 10.3 0 0 1 7.6 2.8M12.5 9.2a6.6 6.6 0 0 1 2.1 1.2M8 13.2a3 3 0 0 1 4 0M10 16.2v.1" />
  </Icon>
)

export const CloseIcon = (): ReactElement => (
  <Icon>
    <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />
  </Icon>
)

export const PlusIcon = (): ReactElement => (
  <Icon>
    <path d="M10 4v12M4 10h12" />
  </Icon>
)

export const HistoryIcon = (): ReactElement => (
  <Icon>
    <path d="M3.4 9.3a6.8 6.8 0 1 1 1 4.3M3 5.6v3.8h3.8M10 6.4V10l2.6 1.7" />
  </Icon>
)

export const InspectIcon = (): ReactElement => (
  <Icon>
    <path d="M3 10h3.2l2-5 3.4 10 2.2-5H17" />
  </Icon>
)
