export default function AccountData() {
  return null;
}
