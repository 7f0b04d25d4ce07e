package demo;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface StatusRepository extends JpaRepository<Status, Long> {

  List<Status> findTop50ByOrderByTimeDescIdDesc();
}
