// The C++ hnswlib (https://github.com/nmslib/hnswlib) under the same work as the other engines.
//   g++ -O3 -march=native -o hnswlib_bench hnswlib_bench.cpp -lpthread
//   ./hnswlib_bench FILE.f32 DIMENSION MEMORIES QUERIES M EF_CONSTRUCTION K
// FILE holds little-endian float32 rows of unit length: the first MEMORIES are indexed, the last QUERIES are asked, by
// inner product. Reads commands from standard input, one a line, and answers each with one line of JSON:
//   load          {"seconds": ..}                               with as many threads as there are processors
//   search EF     {"seconds": .., "nanos": [..], "ids": [..]}   every query once, one thread; K ids a query, nearest first
//   memory        {"resident": ..}                              bytes, since the start
#include <hnswlib/hnswlib.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

long resident_bytes() {
  long pages = 0, ignored = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &ignored, &pages) != 2) pages = 0;
    std::fclose(file);
  }
  return pages * 4096;
}

struct Settings {
  std::string file;
  size_t dimension, memories, queries, m, ef_construction, k;
};

void read_rows(const Settings& settings, long first_row, size_t rows, float* into) {
  std::FILE* file = std::fopen(settings.file.c_str(), "rb");
  const size_t row_bytes = settings.dimension * sizeof(float);
  if (!file || std::fseek(file, first_row * static_cast<long>(row_bytes), first_row < 0 ? SEEK_END : SEEK_SET) != 0 ||
      std::fread(into, row_bytes, rows, file) != rows) {
    std::perror(settings.file.c_str());
    std::exit(1);
  }
  std::fclose(file);
}

class Bench {
 public:
  explicit Bench(const Settings& s)
      : settings_(s), space_(s.dimension), queries_(s.queries * s.dimension), resident_before_(resident_bytes()) {
    read_rows(s, -static_cast<long>(s.queries), s.queries, queries_.data());
  }

  void load() {
    const auto start = Clock::now();
    index_ = std::make_unique<hnswlib::HierarchicalNSW<float>>(&space_, settings_.memories, settings_.m,
                                                               settings_.ef_construction);
    constexpr size_t block = 1000;
    std::vector<float> rows(block * settings_.dimension);
    for (size_t from = 0; from < settings_.memories; from += block) {
      const size_t count = std::min(block, settings_.memories - from);
      read_rows(settings_, static_cast<long>(from), count, rows.data());
      add(rows, from, count);
    }
    std::cout << "{\"seconds\":" << seconds_since(start) << "}" << std::endl;
  }

  void search(size_t ef) {
    index_->setEf(ef);
    std::vector<long> nanos(settings_.queries);
    std::vector<std::vector<size_t>> ids(settings_.queries);
    const auto start = Clock::now();
    for (size_t q = 0; q < settings_.queries; q++) {
      const auto begin = Clock::now();
      auto found = index_->searchKnn(&queries_[q * settings_.dimension], settings_.k);
      nanos[q] = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count();
      ids[q].resize(found.size());
      for (size_t i = found.size(); i > 0; found.pop()) ids[q][--i] = found.top().second;
    }
    const double seconds = seconds_since(start);
    std::cout << "{\"seconds\":" << seconds << ",\"nanos\":[";
    for (size_t q = 0; q < nanos.size(); q++) std::cout << (q ? "," : "") << nanos[q];
    std::cout << "],\"ids\":[";
    for (size_t q = 0; q < ids.size(); q++) {
      std::cout << (q ? ",[" : "[");
      for (size_t i = 0; i < ids[q].size(); i++) std::cout << (i ? "," : "") << ids[q][i];
      std::cout << "]";
    }
    std::cout << "]}" << std::endl;
  }

  void memory() { std::cout << "{\"resident\":" << resident_bytes() - resident_before_ << "}" << std::endl; }

 private:
  void add(const std::vector<float>& rows, size_t from, size_t count) {
    std::atomic<size_t> next{0};
    if (from == 0) index_->addPoint(rows.data(), next++);  // the entry point, before anybody else needs one
    std::vector<std::thread> workers;
    for (size_t t = 0; t < std::max(1u, std::thread::hardware_concurrency()); t++) {
      workers.emplace_back([&] {
        for (size_t i = next++; i < count; i = next++) index_->addPoint(&rows[i * settings_.dimension], from + i);
      });
    }
    for (auto& worker : workers) worker.join();
  }

  const Settings settings_;
  hnswlib::InnerProductSpace space_;
  std::vector<float> queries_;
  const long resident_before_;
  std::unique_ptr<hnswlib::HierarchicalNSW<float>> index_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8) {
    std::fprintf(stderr, "usage: %s FILE.f32 DIMENSION MEMORIES QUERIES M EF_CONSTRUCTION K\n", argv[0]);
    return 2;
  }
  const auto number = [argv](int i) { return static_cast<size_t>(std::strtoul(argv[i], nullptr, 10)); };
  Bench bench({argv[1], number(2), number(3), number(4), number(5), number(6), number(7)});
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command;
    size_t ef = 0;
    words >> command >> ef;
    if (command == "load") bench.load();
    else if (command == "search") bench.search(ef);
    else if (command == "memory") bench.memory();
    else return 2;
  }
  return 0;
}
