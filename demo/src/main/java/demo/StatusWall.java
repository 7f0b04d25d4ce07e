package demo;

import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The statuses, one transaction a call. No line here knows of subscribers. */
@Service
class StatusWall {

  private final StatusRepository statuses;

  StatusWall(StatusRepository statuses) {
    this.statuses = statuses;
  }

  @Transactional(readOnly = true)
  public List<Status> latest() {
    return statuses.findTop50ByOrderByTimeDescIdDesc();
  }

  @Transactional(readOnly = true)
  public Status find(long id) {
    return statuses.findById(id).orElseThrow(() -> new NoSuchStatusException(id));
  }

  @Transactional
  public Status post(StatusForm form) {
    return statuses.saveAndFlush(new Status(form.nickOr(""), form.messageOrNothing()));
  }

  @Transactional
  public Status edit(long id, StatusForm form) {
    Status status = find(id);
    status.edit(form.nickOr(status.getNick()), form.messageOrNothing());
    return statuses.saveAndFlush(status);
  }

  @Transactional
  public void delete(long id) {
    statuses.delete(find(id));
    statuses.flush();
  }
}
