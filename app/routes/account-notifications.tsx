export default function AccountNotifications() {
  return null;
}
