package dev.herald.benchmarks.board;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface DepartureRepository extends JpaRepository<Departure, Long> {

  List<Departure> findAllByOrderByScheduledAsc();

  /** Another one whenever a row has been added, changed or deleted. */
  @Query("select concat(count(d), '-', max(d.mark)) from Departure d")
  String tag();
}
