export default function SignInPassword() {
  return null;
}
