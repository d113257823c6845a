/** The tally: two halves that fit. */
export function Logo() {
  return (
    <svg viewBox="0 0 44 24" aria-hidden="true">
      <path fill="var(--holder)" d="M6 1.5H21V8a4 4 0 0 1 0 8V22.5H6A4.5 4.5 0 0 1 1.5 18V6A4.5 4.5 0 0 1 6 1.5Z" />
      <path fill="var(--applicant)" d="M23 1.5H38A4.5 4.5 0 0 1 42.5 6V18A4.5 4.5 0 0 1 38 22.5H23V16.9a5 5 0 0 0 0 -9.8Z" />
    </svg>
  );
}
