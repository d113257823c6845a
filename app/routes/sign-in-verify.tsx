export default function SignInVerify() {
  return null;
}
