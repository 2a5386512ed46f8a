package health.carryover.analysis.port;

final class MemoryNotificationsTest extends NotificationsContract {
  private MemoryNotifications notifications;

  @Override
  protected Notifications create() {
    notifications = new MemoryNotifications();
    return notifications;
  }

  @Override
  protected Notifications reopen() {
    return notifications;
  }
}
