package main

import (
	"fmt"
	"math"
)

// Waiting for the teacher. A question lasts a minute, of which students wait or
// work while their page waits; a request waits 25 seconds at most and the next one
// follows within a second; polls are two seconds apart.
const (
	waitersMax  = 950   // in an instance of watch
	waiterBytes = 24e3  // budget; see functions.TestWaiting
	questionFor = 60.0  // seconds
	waitFor     = 25.5  // seconds, from one request to the next
	pollEvery   = 2.0   // seconds
	edgeKeeps   = 1.0   // seconds that the edge answers polls of a session by itself
	pollTakes   = 0.002 // seconds of an instance's processor that a poll takes which the edge passes on
)

// waitTable compares an hour of students who wait in classes with an hour of the
// same students who poll.
func waitTable() string {
	rows := [][]string{{"students who wait", "instances of `watch`", "memory of their requests, of an instance", "sessions that an instance listens to", "requests a second",
		"documents read for a change, of a class", "an hour", "polling instead: polls a second", "of them past the edge", "an hour"}}
	for _, students := range []float64{1000, 50_000, 100_000} {
		instances := math.Ceil(students / waitersMax)
		classes := students / classSize
		// A class's students meet any of the instances at random.
		apart := instances * (1 - math.Pow(1-1/instances, classSize))
		// Each question ends one wait early.
		requests := students * math.Ceil(questionFor/waitFor) / questionFor
		reads := classes * apart / questionFor
		waiting := 3600 * (instances*(priceCPU+memoryGiB*priceMemory) + requests*(priceRequest+priceArmor) + reads*priceRead)
		polls := students / pollEvery
		past := classes / edgeKeeps
		polling := 3600 * (polls*(priceLookup+priceArmor) + past*(priceRequest+pollTakes*(priceCPU+memoryGiB*priceMemory)+priceRead))
		rows = append(rows, []string{
			thousands(int(students)), thousands(int(instances)), fmt.Sprintf("%.0f MiB", students/instances*waiterBytes/(1<<20)),
			thousands(int(classes * apart / instances)), thousands(int(requests)), fmt.Sprintf("%.0f", apart), dollars(waiting),
			thousands(int(polls)), thousands(int(past)), dollars(polling),
		})
	}
	return markdown(rows)
}
