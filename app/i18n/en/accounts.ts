export const accounts = {
  signIn: "Sign in",
  lead: "Holders and adopters of an achievement write one plan together.",
  about: "Regional and school plans are written by both sides; every step can be traced, every version verified.",
  login: "Sign-in name",
  password: "Password",
  submit: "Sign in",
  submitting: "Checking",
  expired: "Your session has ended. Please sign in again. Unsaved text is still on this device.",
  comeBack: "After signing in you return to the page you were opening.",
  retryAfter_one: "Try again in about {{count}} minute.",
  retryAfter_other: "Try again in about {{count}} minutes.",
  demoTitle: "Demo accounts",
  demoHelp:
    "Choose a role and its sign-in name is filled in. The common password is printed at the server's first start, or set by DEMO_PASSWORD.",
  demoMore: "More demo accounts",
  forgot: "If you forgot your password, your unit's administrator can give you a one-time initial password.",
};
