export default function SignInEnrol() {
  return null;
}
